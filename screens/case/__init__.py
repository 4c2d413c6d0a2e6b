"""The screens of a case and of the list of cases."""
