"""Copying: which plans stand in which, passage by passage. Framework-free."""
