"""Claims: propositions with polarity, modality, certainty, time, figures and source. Importing it registers `zegsman_claims`."""

from pipeline.claims.component import claims

__all__ = ["claims"]
