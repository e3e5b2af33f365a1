// The link that the terminal shows has the token behind '#', where no server, proxy or log sees it.
const token = location.hash.slice(1);
const field = document.getElementById("f-token");
if (token && field) {
  field.value = token;
  history.replaceState(null, "", location.pathname);
  document.getElementById("f-name").focus();
}
