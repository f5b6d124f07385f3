from nithet.registers.generic.apps import RegisterConfig


class WorkgroupsConfig(RegisterConfig):
    default = True
    name = "nithet.registers.workgroups"
    label = "workgroups"
    title = "คณะทำงาน"
