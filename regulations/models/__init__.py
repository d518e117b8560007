from regulations.models.rules import EditionPreview, RuleAdoption, RuleEdition, RuleOverride

__all__ = ["EditionPreview", "RuleAdoption", "RuleEdition", "RuleOverride"]
