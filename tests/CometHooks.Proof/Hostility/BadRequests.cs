using System.Text;

namespace CometHooks.Proof.Hostility;

/// <summary>Requests that are no webhooks: floods of headers, broken HTTP, bodies that are too large.</summary>
internal static class BadRequests
{
    private const string Line = "POST /webhooks/stripe/stripe-bombs HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

    public static IReadOnlyList<(string Name, byte[] Request)> All { get; } =
    [
        .. new (string Name, string Request)[]
        {
            ("a thousand headers", Line + string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-{i}: {i}\r\n")) + "Content-Length: 2\r\n\r\n{}"),
            ("a header of 10 MB", $"{Line}X-Long: {new string('h', 10_000_000)}\r\n\r\n"),
            ("a signature of 30 KB", $"{Line}Stripe-Signature: t=1,v1={new string('a', 30_000)}\r\nContent-Length: 2\r\n\r\n{{}}"),
            ("ten thousand parts of a signature", $"{Line}Stripe-Signature: {string.Concat(Enumerable.Repeat("v1=,", 7_000))}t=1\r\nContent-Length: 2\r\n\r\n{{}}"),
            ("many signatures", Line + string.Concat(Enumerable.Repeat("Stripe-Signature: t=1,v1=0\r\n", 90)) + "Content-Length: 2\r\n\r\n{}"),
            ("a long path", $"POST /webhooks/{new string('p', 100_000)} HTTP/1.1\r\nHost: a\r\n\r\n"),
            ("a path with everything", "POST /webhooks/%00%ff/../..%2f;'\"<script> HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
            ("no host", "POST /webhooks/stripe HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"),
            ("two lengths", $"{Line}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}"),
            ("a negative length", $"{Line}Content-Length: -1\r\n\r\n{{}}"),
            ("a length of a petabyte", $"{Line}Content-Length: 1125899906842624\r\n\r\n{{}}"),
            ("length and chunks", $"{Line}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("chunks of no size", $"{Line}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
            ("a chunk larger than the world", $"{Line}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{{}}"),
            ("another encoding", $"{Line}Transfer-Encoding: gzip\r\n\r\n{{}}"),
            ("a bomb in gzip that nobody asked for", $"{Line}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{{}}"),
            ("a NUL in a header", $"{Line}X-Nul: a\0b\r\n\r\n"),
            ("no version", "POST /webhooks/stripe\r\n\r\n"),
            ("another protocol", "SSH-2.0-OpenSSH_9.9\r\n\r\n"),
            ("HTTP/2 unasked", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
            ("a proxy's request", "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
            ("a method of its own", "POST\u007f /webhooks/stripe HTTP/1.1\r\nHost: a\r\n\r\n"),
            ("100-continue and then nothing right", $"{Line}Expect: 100-continue\r\nContent-Length: 2\r\n\r\nxx"),
        }.Select(r => (r.Name, Encoding.Latin1.GetBytes(r.Request))),
        ("six megabytes", [.. Encoding.ASCII.GetBytes($"{Line}Content-Length: {6 << 20}\r\n\r\n"), .. new byte[6 << 20]]),
        ("six megabytes in chunks", [.. Encoding.ASCII.GetBytes($"{Line}Transfer-Encoding: chunked\r\n\r\n600000\r\n"), .. new byte[6 << 20], .. "\r\n0\r\n\r\n"u8]),
    ];
}
