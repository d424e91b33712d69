using System.Text;

namespace CometHooks.Tests.Operate.Traces;

/// <summary>A span as a collector gets it: https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto.</summary>
internal sealed record ExportedSpan(string TraceId, string SpanId, string ParentId, string Name)
{
    /// <summary>Those within an export request: resource_spans 1, scope_spans 2, spans 2.</summary>
    public static IEnumerable<ExportedSpan> In(byte[] request) =>
        Parts(request, 1).SelectMany(resource => Parts(resource, 2)).SelectMany(scope => Parts(scope, 2)).Select(Read);

    private static ExportedSpan Read(byte[] span) =>
        new(Hex(Parts(span, 1)), Hex(Parts(span, 2)), Hex(Parts(span, 4)), Encoding.UTF8.GetString(Parts(span, 5).Single()));

    private static string Hex(IEnumerable<byte[]> parts) => Convert.ToHexString(parts.SingleOrDefault([]));

    // The fields of this number that have a length, of a message (https://protobuf.dev/programming-guides/encoding).
    private static List<byte[]> Parts(byte[] message, int number)
    {
        var found = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var length = (tag & 7) switch { 0 => 0, 1 => 8, 5 => 4, _ => (int)Varint(message, ref at) };
            if ((tag & 7) == 0)
            {
                Varint(message, ref at);
            }
            else if ((tag & 7) == 2 && (int)(tag >> 3) == number)
            {
                found.Add(message[at..(at + length)]);
            }

            at += length;
        }

        return found;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = message[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }
    }
}
