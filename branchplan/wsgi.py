"""WSGI entry point (gunicorn branchplan.wsgi)."""

import os

from django.core.wsgi import get_wsgi_application

from plans.domain.checks.ready import read_data_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "branchplan.settings")
application = get_wsgi_application()
read_data_files()
