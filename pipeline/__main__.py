"""`python -m pipeline` is `zegsman`."""

from pipeline.cli import main

main()
