"""What an incident rests on: who bears it out, who speaks against it, how many came to harm."""
