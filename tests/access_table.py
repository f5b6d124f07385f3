"""Who gets what at every address: the written table of rights. `practice.md` §3 is where it comes from.

A column a role, all serving in the same office but `stranger` (director of another office) and `nobody`
(not signed in). The world it is asked in stands in test_access.py.

    .  the page, or the act is taken up (also where a form is to be mended)
    3  403: a member without the right
    4  404: does not exist for this person
    L  goes to sign in
"""

ROLES = (
    "nobody", "stranger", "director", "deputy", "head", "section_head", "supervisor", "computer_officer", "clerk",
    "secretary", "registry", "planning", "finance", "school_director", "school_clerk", "teacher", "cluster_chair",
    "auditor", "administrator",
)  # fmt: skip

# What is open to everybody, whoever they are.
PUBLIC = frozenset({"home", "accounts:sign-in", "accounts:sign-out"})

#  name                          no st  di de he se su co cl sc re pl fi  sd sk te ch au ad
TABLE = """
GET  workspace:front             L  4   .  .  .  .  .  .  .  .  .  .  .   .  .  .  .  .  .
GET  workspace:my-work           L  4   .  .  .  .  .  .  .  .  .  .  .   .  .  .  .  .  .
GET  workspace:history           L  4   .  .  .  .  .  .  .  .  .  .  .   .  .  .  .  .  .
GET  cycles:year-chart           L  4   .  .  .  .  .  .  .  .  4  .  .   4  4  4  4  .  4
GET  cycles:cycle-start          L  4   .  .  .  3  3  3  3  3  3  .  3   3  3  3  3  3  3
POST cycles:cycle-start          L  4   .  .  .  3  3  3  3  3  3  .  3   3  3  3  3  3  3
GET  cycles:run-page             L  4   .  .  .  .  .  4  .  .  4  4  4   4  4  4  4  .  4
GET  cycles:task-page            L  4   .  .  .  .  .  4  .  4  4  4  4   4  4  4  4  .  4
POST cycles:task-take-up         L  4   3  3  3  3  .  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:task-note            L  4   3  3  3  3  .  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:task-attach          L  4   3  3  3  3  .  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:task-submit          L  4   3  3  3  3  .  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:task-withdraw        L  4   3  3  3  3  .  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:task-assign          L  4   .  3  .  3  3  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:task-skip            L  4   .  3  .  3  3  4  3  4  4  4  4   4  4  4  4  3  4
GET  cycles:evidence-file        L  4   .  .  .  .  .  4  .  4  4  4  4   4  4  4  4  .  4
POST cycles:evidence-void        L  4   3  3  3  3  .  4  3  4  4  4  4   4  4  4  4  3  4
POST cycles:decision-give        L  4   .  .  .  3  3  4  3  3  4  4  4   4  4  4  4  3  4
POST cycles:decision-return      L  4   .  .  .  3  3  4  3  3  4  4  4   4  4  4  4  3  4
GET  manuals:manual-list         L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  .  .
GET  manuals:manual-upload       L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  3  .
POST manuals:manual-upload       L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  3  .
GET  manuals:catalogue           L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  3  .
POST manuals:catalogue           L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  3  .
GET  manuals:version-page        L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  .  .
POST manuals:version-describe    L  4   .  3  .  3  3  3  3  3  3  3  3   4  4  4  4  3  3
POST manuals:version-discard     L  4   .  3  .  3  3  3  3  3  3  3  3   4  4  4  4  3  3
POST manuals:version-propose     L  4   3  .  .  .  .  3  .  3  3  3  3   4  4  4  4  3  3
POST manuals:version-return      L  4   .  3  3  3  3  3  3  3  3  3  3   4  4  4  4  3  3
POST manuals:version-withdraw    L  4   3  3  .  3  3  3  3  3  3  3  3   4  4  4  4  3  3
POST manuals:version-adopt       L  4   .  3  3  3  3  3  3  3  3  3  3   4  4  4  4  3  3
GET  manuals:procedure-page      L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  .  .
GET  offices:school-list         L  4   .  .  .  .  .  .  .  .  .  .  .   .  .  .  .  .  .
GET  offices:school-page         L  4   .  .  .  .  .  .  .  .  .  .  .   .  .  .  .  .  .
GET  offices:person-list         L  4   .  .  .  .  .  .  .  .  .  .  .   .  .  .  .  .  .
GET  offices:person-page         L  4   .  .  .  .  .  .  .  .  .  .  .   4  4  4  4  4  .
"""
