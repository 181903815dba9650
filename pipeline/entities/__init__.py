"""The entities stage: who and what an article mentions. Importing it registers `zegsman_entities`."""

from pipeline.entities.component import entities
from pipeline.entities.lookup import entity_of, lookup

__all__ = ["entities", "entity_of", "lookup"]
