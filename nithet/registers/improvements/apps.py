from nithet.registers.generic.apps import RegisterConfig


class ImprovementsConfig(RegisterConfig):
    default = True
    name = "nithet.registers.improvements"
    label = "improvements"
    title = "การปรับปรุงงาน"
