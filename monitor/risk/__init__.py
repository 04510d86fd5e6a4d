"""The heart of the judgement: what a mention says, how grave it is, and by which words."""

from monitor.risk.judge import RiskJudge
from monitor.risk.verdict import Spoken, Verdict

__all__ = ["RiskJudge", "Spoken", "Verdict"]
