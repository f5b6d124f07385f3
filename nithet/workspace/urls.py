from django.urls import path

from nithet.workspace import (
    calendar,
    feed,
    jobs,
    lacking,
    mywork,
    overview,
    school,
    search,
    setup,
    system,
    views,
    whomay,
)

app_name = "workspace"
urlpatterns = [
    path("", views.front, name="front"),
    path("my-work/", mywork.my_work, name="my-work"),
    path("asked/", school.asked_page, name="asked"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("calendar/feed/", feed.feed_page, name="calendar-feed"),
    path("calendar/feed/new/", feed.feed_make, name="calendar-feed-make"),
    path("calendar/feed/off/", feed.feed_revoke, name="calendar-feed-revoke"),
    path("overview/", overview.overview, name="overview"),
    path("overview/tasks/", overview.overview_tasks, name="overview-tasks"),
    path("overview/lacking/", lacking.lacking, name="lacking"),
    path("setup/", setup.setup_page, name="setup"),
    path("setup/<slug:step>/later/", setup.setup_later, name="setup-later"),
    path("settings/", setup.settings_page, name="settings"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.search_suggest, name="search-suggest"),
    path("search/<uuid:pk>/", search.search_open, name="search-open"),
    path("history/", views.history, name="history"),
    path("who-may/", whomay.who_may, name="who-may"),
    path("jobs/<uuid:pk>/", jobs.job_page, name="job-page"),
    path("jobs/<uuid:pk>/retry/", jobs.job_retry, name="job-retry"),
    path("jobs/<uuid:pk>/cancel/", jobs.job_cancel, name="job-cancel"),
    path("system/", system.system_page, name="system"),
    path("system/backup/", system.backup_now, name="backup-now"),
]
