from django.urls import path

from nithet.cycles.views import chart, decisions, evidence, runs, start, tasks

app_name = "cycles"
urlpatterns = [
    path("year/", chart.year_chart, name="year-chart"),
    path("year/start/", start.cycle_start, name="cycle-start"),
    path("runs/<uuid:pk>/", runs.run_page, name="run-page"),
    path("tasks/<uuid:pk>/", tasks.task_page, name="task-page"),
    path("tasks/<uuid:pk>/take-up/", tasks.task_take_up, name="task-take-up"),
    path("tasks/<uuid:pk>/assign/", tasks.task_assign, name="task-assign"),
    path("tasks/<uuid:pk>/submit/", tasks.task_submit, name="task-submit"),
    path("tasks/<uuid:pk>/withdraw/", tasks.task_withdraw, name="task-withdraw"),
    path("tasks/<uuid:pk>/skip/", tasks.task_skip, name="task-skip"),
    path("tasks/<uuid:pk>/note/", evidence.task_note, name="task-note"),
    path("tasks/<uuid:pk>/attach/", evidence.task_attach, name="task-attach"),
    path("evidence/<uuid:pk>/file/", evidence.evidence_file, name="evidence-file"),
    path("evidence/<uuid:pk>/void/", evidence.evidence_void, name="evidence-void"),
    path("decisions/<uuid:pk>/give/", decisions.decision_give, name="decision-give"),
    path("decisions/<uuid:pk>/return/", decisions.decision_return, name="decision-return"),
]
