use super::super::test_text::table;
