"""Setting: texts broken into lines that fit, and drawn as PDF operators."""
