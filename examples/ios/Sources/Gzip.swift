import Foundation

/// RFC 1952. Foundation makes a bare deflate stream; a header of ten bytes, its checksum and its length make it gzip.
func gzip(_ data: Data) throws -> Data {
  var packed = Data([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
  packed.append(try (data as NSData).compressed(using: .zlib) as Data)
  for number in [crc32(data), UInt32(truncatingIfNeeded: data.count)] {
    withUnsafeBytes(of: number.littleEndian) { packed.append(contentsOf: $0) }
  }
  return packed
}

private let crcTable: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
}

private func crc32(_ data: Data) -> UInt32 {
  ~data.reduce(~UInt32(0)) { crc, byte in crcTable[Int((crc ^ UInt32(byte)) & 0xff)] ^ (crc >> 8) }
}

/// The contents of what `gzip` made: its header has ten bytes, and eight follow the stream.
func gunzip(_ packed: Data) throws -> Data {
  try (packed.dropFirst(10).dropLast(8) as NSData).decompressed(using: .zlib) as Data
}
