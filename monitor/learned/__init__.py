"""What was learned from labelled posts: a linear model over n-grams and word pairs, and over what the rules found."""
