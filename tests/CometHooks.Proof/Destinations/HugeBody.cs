using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CometHooks.Proof.Destinations;

/// <summary>An answer of a gibibyte, and how much of it was taken.</summary>
internal sealed class HugeBody
{
    private const long Length = 1L << 30;

    private static readonly byte[] Some = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
    private long _most;

    /// <summary>The most that a hub let itself be sent of one answer, in KiB, what waits in the system's buffers included.</summary>
    public long MostTaken => Interlocked.Read(ref _most) >> 10;

    public Task WriteAsync(HttpContext context) => WriteAsync(context, "202 Accepted");

    public Task WriteAsync(HttpContext context, string status) => PourAsync(context, $"HTTP/1.1 {status}\r\nContent-Length: {Length}\r\n\r\n", wire => wire);

    /// <summary>A thousand times as long when it is unpacked.</summary>
    public Task WriteCompressedAsync(HttpContext context) => PourAsync(
        context,
        "HTTP/1.1 202 Accepted\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n",
        wire => new GZipStream(wire, CompressionLevel.Fastest));

    private async Task PourAsync(HttpContext context, string head, Func<Stream, Stream> packing)
    {
        await using var wire = new NetworkStream(Wire.SocketOf(context), ownsSocket: false);
        await wire.WriteAsync(Encoding.ASCII.GetBytes(head), context.RequestAborted);
        var taken = 0L;
        await using var body = packing(wire);
        try
        {
            while (taken < Length - Some.Length)
            {
                await body.WriteAsync(Some, context.RequestAborted);
                taken += Some.Length;
            }
        }
        finally
        {
            // Packed, it is hardly anything on the wire.
            taken = body == wire ? taken : 0;
            Interlocked.Exchange(ref _most, Math.Max(Interlocked.Read(ref _most), taken));
        }
    }
}
