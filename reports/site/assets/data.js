// The data of the page: gzipped JSON in base64, inside of the page itself, since a page opened from disk may load none.

async function readData() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).json();
  for (const [name, columns] of Object.entries(data.datasets)) data.datasets[name] = rowsOf(columns);
  return data;
}

// Data come column by column, which is packed half as large.
function rowsOf(columns) {
  const names = Object.keys(columns);
  return (columns[names[0]] ?? []).map((_, number) => Object.fromEntries(names.map((name) => [name, columns[name][number]])));
}
