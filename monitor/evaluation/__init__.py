"""What a labelled file says about our judgement: labels and judgements → figures, charts, a page."""
