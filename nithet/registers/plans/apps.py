from nithet.registers.generic.apps import RegisterConfig


class PlansConfig(RegisterConfig):
    default = True
    name = "nithet.registers.plans"
    label = "plans"
    title = "แผนและโครงการ"
