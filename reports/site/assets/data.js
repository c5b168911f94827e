// The data of the page: gzipped JSON in base64, inside of the page itself, since a page opened from disk may load none.

async function readData() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = new Uint8Array(packed.length);
  for (let place = 0; place < packed.length; place += 1) bytes[place] = packed.charCodeAt(place);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).json();
  for (const [name, { columns }] of Object.entries(data.datasets)) data.datasets[name] = rowsOf(columns);
  return data;
}

// Data come column by column, which is packed half as large.
function rowsOf(columns) {
  const [first = []] = Object.values(columns);
  const rows = first.map(() => ({}));
  for (const [name, values] of Object.entries(columns)) {
    for (let number = 0; number < rows.length; number += 1) rows[number][name] = values[number];
  }
  return rows;
}
