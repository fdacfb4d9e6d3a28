using BloxOs.Agent.Gpus;
using BloxOs.Agent.Tests.Gpus;
using BloxOs.Agent.Tools;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Agent.Tests.Fuzz;

public sealed class NvidiaFuzzTests
{
    [Fact]
    public void The_answer_of_nvidia_smi() => ParserFuzz.Run(
        [
            NvidiaSmiAnswerTests.Document(NvidiaSmiAnswerTests.Gpu("00000000:01:00.0"), NvidiaSmiAnswerTests.Gpu("00000000:02:00.0", "<fan_speed>5 %</fan_speed>")),
            "Unable to determine the device handle for GPU 0000:0A:00.0: GPU is lost.  Reboot the system to recover this GPU\n",
        ],
        text => NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, text, "")));
}
