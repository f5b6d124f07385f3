"""Our words in place of django-allauth's, and what a browser is called."""

ACCOUNT_ERRORS = {
    "account_inactive": "บัญชีนี้ถูกระงับการใช้งาน โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
    "duplicate_email": "อีเมลนี้เป็นของบัญชีนี้อยู่แล้ว",
    "email_taken": "อีเมลนี้มีบัญชีอื่นใช้อยู่ โปรดใช้อีเมลอื่น",
    "enter_current_password": "รหัสผ่านปัจจุบันไม่ถูกต้อง โปรดพิมพ์ใหม่",
    "incorrect_code": "รหัสไม่ถูกต้อง โปรดดูรหัสล่าสุดแล้วพิมพ์ใหม่",
    "incorrect_password": "รหัสผ่านไม่ถูกต้อง โปรดพิมพ์ใหม่",
    "invalid_password_reset": "ลิงก์ตั้งรหัสผ่านนี้ใช้ไม่ได้แล้ว โปรดขอลิงก์ใหม่",
    "too_many_login_attempts": "ผิดหลายครั้ง ระบบพักการเข้าสู่ระบบของบัญชีนี้ชั่วคราว โปรดรอ 15 นาทีแล้วลองใหม่",
    "rate_limited": "ทำรายการถี่เกินไป โปรดรอสักครู่แล้วลองใหม่",
    "same_as_current": "ค่าใหม่ต้องต่างจากค่าเดิม",
} | dict.fromkeys(
    ("username_password_mismatch", "email_password_mismatch", "invalid_login"),
    "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง โปรดตรวจสอบแล้วลองอีกครั้ง หากลืมรหัสผ่าน โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
)
SECOND_FACTOR_ERRORS = {
    "incorrect_code": "รหัสไม่ถูกต้องหรือหมดเวลา โปรดพิมพ์รหัส 6 หลักที่แอปแสดงอยู่ขณะนี้",
    "cannot_generate_recovery_codes": "โปรดเปิดการยืนยันตัวตนขั้นที่สองก่อน จึงจะขอรหัสสำรองได้",
}
OPENID_ERRORS = {
    "connected_other": "บัญชีหน่วยงานนี้เชื่อมกับบัญชีผู้ใช้อื่นอยู่แล้ว โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
    "no_password": "บัญชีนี้ยังไม่มีรหัสผ่าน โปรดตั้งรหัสผ่านก่อน มิฉะนั้นจะเข้าสู่ระบบไม่ได้หลังยกเลิกการเชื่อม",
    "invalid_token": "ผู้ให้บริการส่งข้อมูลยืนยันตัวตนที่ใช้ไม่ได้ โปรดลองใหม่",
}
NOT_LINKED = (
    "ไม่พบบัญชีผู้ใช้ในระบบที่ใช้อีเมล {email} โปรดเข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน แล้วเชื่อมบัญชีในหน้า “บัญชีของฉัน” "
    "หรือแจ้งผู้ดูแลระบบของสำนักงานให้บันทึกอีเมลนี้"
)

# The first that is found; in-app browsers and new names stand before those that they pretend to be.
BROWSERS = (
    ("Line/", "LINE"), ("FBAN", "Facebook"), ("FBAV", "Facebook"), ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def device_words(agent: str) -> str:
    """“Chrome บน Android”, from what a browser calls itself."""
    browser = next((words for sign, words in BROWSERS if sign in agent), "เบราว์เซอร์ที่ไม่รู้จัก")
    system = next((words for sign, words in SYSTEMS if sign in agent), "")
    return f"{browser} บน {system}" if system else browser
