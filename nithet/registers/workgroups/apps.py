from nithet.registers.generic.apps import RegisterConfig


class WorkgroupsConfig(RegisterConfig):
    default = True
    name = "nithet.registers.workgroups"
    label = "workgroups"
    title = "คณะทำงาน"

    def ready(self) -> None:
        super().ready()
        from nithet.registers.workgroups import merging  # noqa: F401, PLC0415  models are not there before
