"""From results and chapters to web pages and PDF."""
