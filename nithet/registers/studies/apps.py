from nithet.registers.generic.apps import RegisterConfig


class StudiesConfig(RegisterConfig):
    default = True
    name = "nithet.registers.studies"
    label = "studies"
    title = "การศึกษาและวิเคราะห์"
