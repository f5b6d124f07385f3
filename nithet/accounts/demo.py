"""The demo office's accounts, one a role, shown on its sign-in page and when the server starts."""

from dataclasses import dataclass

PASSWORD = "nithet-demo"  # noqa: S105  everyone may know it: the demo holds invented data only


@dataclass(frozen=True)
class DemoAccount:
    username: str
    position: str


ACCOUNTS = (
    DemoAccount("director", "ผู้อำนวยการ สพป."),
    DemoAccount("deputy", "รองผู้อำนวยการ สพป. กำกับกลุ่มนิเทศฯ"),
    DemoAccount("deputy2", "รองผู้อำนวยการ สพป. กำกับกลุ่มส่งเสริมการศึกษาทางไกลฯ"),
    DemoAccount("head", "ผู้อำนวยการกลุ่มนิเทศฯ"),
    DemoAccount("head2", "ผู้อำนวยการกลุ่มส่งเสริมการศึกษาทางไกลฯ"),
    DemoAccount("section", "หัวหน้ากลุ่มงานส่งเสริมพัฒนาสื่อฯ"),
    DemoAccount("supervisor", "ศึกษานิเทศก์"),
    DemoAccount("computer", "นักวิชาการคอมพิวเตอร์"),
    DemoAccount("clerk", "ธุรการกลุ่มนิเทศฯ"),
    DemoAccount("secretary", "หน้าห้องผู้อำนวยการ"),
    DemoAccount("registry", "สารบรรณกลาง"),
    DemoAccount("planning", "เจ้าหน้าที่นโยบายและแผน"),
    DemoAccount("finance", "เจ้าหน้าที่การเงิน"),
    DemoAccount("schooldirector", "ผู้อำนวยการโรงเรียน"),
    DemoAccount("schoolclerk", "ธุรการโรงเรียน"),
    DemoAccount("teacher", "ครู"),
    DemoAccount("chair", "ประธานกลุ่มโรงเรียน"),
    DemoAccount("committee", "ก.ต.ป.น."),
    DemoAccount("auditor", "ผู้ตรวจสอบภายใน"),
    DemoAccount("admin", "ผู้ดูแลระบบ"),
)
