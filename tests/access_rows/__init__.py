"""Rows of the access matrix, one module for a part of the portal: address, method, arguments, form, answers (see test_access_matrix)."""
