"""What changes the open book: each way in which incidents open, join, fall, close and are told."""
