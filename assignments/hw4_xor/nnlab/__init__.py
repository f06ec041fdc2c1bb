"""The small library beside every notebook: checks, gradient checker, pictures, data."""
