from django.urls import path

from nithet.manuals.views import deciding, drafting, procedures, versions

app_name = "manuals"
urlpatterns = [
    path("manuals/", versions.manual_list, name="manual-list"),
    path("manuals/upload/", drafting.manual_upload, name="manual-upload"),
    path("manuals/catalogue/", drafting.catalogue, name="catalogue"),
    path("manuals/<uuid:pk>/", versions.version_page, name="version-page"),
    path("manuals/<uuid:pk>/describe/", drafting.version_describe, name="version-describe"),
    path("manuals/<uuid:pk>/discard/", drafting.version_discard, name="version-discard"),
    path("manuals/<uuid:pk>/propose/", deciding.version_propose, name="version-propose"),
    path("manuals/<uuid:pk>/withdraw/", deciding.version_withdraw, name="version-withdraw"),
    path("manuals/<uuid:pk>/return/", deciding.version_return, name="version-return"),
    path("manuals/<uuid:pk>/adopt/", deciding.version_adopt, name="version-adopt"),
    path("procedures/<uuid:pk>/", procedures.procedure_page, name="procedure-page"),
]
