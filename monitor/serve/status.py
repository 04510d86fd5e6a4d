"""The few words of HTTP that answers need, as plain numbers."""

OK = 200
ACCEPTED = 202
UNAUTHORIZED = 401
FORBIDDEN = 403
NOT_FOUND = 404
TOO_LARGE = 413
UNPROCESSABLE = 422
