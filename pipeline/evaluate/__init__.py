"""Measure an output folder against gold: attributions, names, claims, and the floors they must not fall below."""
