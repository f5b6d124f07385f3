"""Personal data (พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล 2562): what is kept about a person, who read it, copies, removal."""
