CREATE TABLE only_here (postgresql INTEGER);
