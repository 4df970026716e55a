alter table ready validate constraint ready_state_check;
