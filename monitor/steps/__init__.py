"""The pure steps of the score, actions and watch roles, and the records between them."""
