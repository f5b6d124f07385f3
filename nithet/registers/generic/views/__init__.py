"""The pages of all registers."""

from nithet.registers.generic.views.acts import (
    file_drop,
    item_copy,
    item_finish,
    item_reopen,
    item_restore,
    item_void,
)
from nithet.registers.generic.views.forms import item_edit, item_new
from nithet.registers.generic.views.home import register_home
from nithet.registers.generic.views.pages import item_file, item_list, item_of_task, item_page, item_version

__all__ = [
    "file_drop",
    "item_copy",
    "item_edit",
    "item_file",
    "item_finish",
    "item_list",
    "item_new",
    "item_of_task",
    "item_page",
    "item_reopen",
    "item_restore",
    "item_version",
    "item_void",
    "register_home",
]
