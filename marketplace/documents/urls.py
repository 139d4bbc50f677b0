"""Addresses of files."""

from django.urls import path

from marketplace.documents.views import download

urlpatterns = [path("files/<str:uscc>/<uuid:document_id>/", download, name="document")]
