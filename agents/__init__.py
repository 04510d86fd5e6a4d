"""The Faust workers: each agent decodes, calls one pure function of monitor, and delivers what it returns."""
