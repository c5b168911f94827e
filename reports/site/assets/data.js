// The data of the page: gzipped JSON in base64, inside of the page itself, since a page opened from disk may load none.

async function readData() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).json();
  for (const [name, { columns, rows }] of Object.entries(data.datasets)) {
    data.datasets[name] = rows.map((row) => Object.fromEntries(columns.map((column, number) => [column, row[number]])));
  }
  return data;
}
