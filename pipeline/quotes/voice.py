"""Who speaks: the result of resolving one attribution."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.schema import Entity, Resolution, SourceKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and how the words led there."""

    name: str | None = None
    entity_id: str | None = None
    kind: SourceKind = "none"
    resolution: Resolution = "none"

    def inherited(self) -> Speaker:
        """The same speaker of a quotation that does not name one."""
        return Speaker(self.name, self.entity_id, self.kind, "inherited")

    def same(self, other: Speaker) -> bool:
        """Whether both are one person: by entity, else by name."""
        if self.entity_id is not None and other.entity_id is not None:
            return self.entity_id == other.entity_id
        return self.name == other.name


NOBODY = Speaker()


def of_entity(entity: Entity, resolution: Resolution = "inherited") -> Speaker:
    """An entity as the speaker of words that do not name it."""
    if entity.label == "PERSON":
        return Speaker(
            entity.name, entity.entity_id, "named_person" if entity.name[:1].isupper() else "unnamed_person", resolution
        )
    return Speaker(
        entity.name, entity.entity_id, "named_organisation" if entity.name[:1].isupper() else "group", resolution
    )
