// A photo as it is kept: upright, at most 1600 points long, JPEG. The rest of what a camera writes stays behind.
const LONGEST = 1600;
const SMALL_ENOUGH = 400 * 1024;

async function drawable(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return await asImage(file);
  }
}

function asImage(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = URL.createObjectURL(file);
  });
}

const toBlob = (canvas, type, quality) => new Promise((resolve) => canvas.toBlob(resolve, type, quality));

// The file itself where this device cannot read it (the server knows more kinds).
export async function shrunk(file) {
  try {
    const picture = await drawable(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= SMALL_ENOUGH && ["image/jpeg", "image/png"].includes(file.type)) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return (await toBlob(canvas, "image/jpeg", 0.82)) ?? file;
  } catch {
    return file;
  }
}
