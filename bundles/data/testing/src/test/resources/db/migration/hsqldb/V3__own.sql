CREATE TABLE only_here (hsqldb INTEGER);
