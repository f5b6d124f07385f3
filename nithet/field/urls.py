from django.urls import URLPattern, path

from nithet.field.views import apart, device_giving, devices, lost, offline, offline_data, offline_sending

app_name = "field"
urlpatterns: list[URLPattern] = [
    # Without a network
    path("field/", offline_data.prepare, name="prepare"),
    path("field/fill/", offline.shell, {"kind": "fill"}, name="fill"),
    path("field/outbox/", offline.shell, {"kind": "outbox"}, name="outbox"),
    path("field/session", offline_data.session, name="session"),
    path("field/packages/<text:name>", offline_data.package_given, name="package"),
    path("field/device", offline_data.device_told, name="device-told"),
    path("field/send/<text:name>", offline_sending.form_send, name="send"),
    path("field/files/<text:digest>", offline_sending.file_piece, name="file-piece"),
    # What came twice
    path("field/apart/", apart.apart_list, name="apart-list"),
    path("field/apart/<uuid:pk>/", apart.apart_page, name="apart-page"),
    path("field/apart/<uuid:pk>/choose/", apart.apart_choose, name="apart-choose"),
    path("field/apart/<uuid:pk>/choose-anew/", apart.apart_choose_anew, name="apart-choose-anew"),
    path("field/apart/<uuid:pk>/files/<text:name>", apart.apart_file, name="apart-file"),
    path("field/apart/<uuid:pk>/small/<text:name>", apart.apart_small, name="apart-small"),
    path("devices/<uuid:pk>/", lost.device_page, name="device-page"),
    # Devices
    path("devices/", devices.device_list, name="device-list"),
    path("devices/new/", devices.device_make, name="device-make"),
    path("devices/all/", devices.device_all, name="device-all"),
    path("devices/<uuid:pk>/revoke/", devices.device_revoke, name="device-revoke"),
    path("devices/<uuid:pk>/lost/", devices.device_lost, name="device-lost"),
    path("devices/<uuid:pk>/back/", device_giving.device_back, name="device-back"),
    path("devices/all/new/", device_giving.device_owners, name="device-owners"),
    path("devices/all/new/<uuid:person>/", device_giving.device_make_for, name="device-make-for"),
]
