"""The heart of the judgement: what a mention says, how grave it is, and by which words."""

from monitor.risk.judge import RiskJudge, Spoken, Verdict

__all__ = ["RiskJudge", "Spoken", "Verdict"]
